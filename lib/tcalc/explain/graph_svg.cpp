// A graph as a picture: a box for each node, one below the other, in the colour of the pass that computes it;
// arcs from each to those that take its values.
#include <algorithm>
#include <map>

#include <tcalc/core/formatted.hpp>
#include <tcalc/explain/graph.hpp>
#include <tcalc/explain/palette.hpp>
#include <tcalc/explain/sizes.hpp>
#include <tcalc/text/layout.hpp>
#include <tcalc/text/xml.hpp>

namespace tcalc {

namespace {

// Pixels.
constexpr int step_height = 56;
constexpr int name_pixels = 15;
constexpr int nearest_arc = 26, farthest_arc = 160, arc_step = 12;

constexpr std::string_view white = "#ffffff", no_pass = "#5b6f7a";

int advance(const std::string& text, int pixels) { return static_cast<int>(text.size()) * pixels * 5 / 8; }

std::string text_at(int x, int y, const std::string& text, std::string_view colour, int pixels) {
  return formatted(R"(<text x="{}" y="{}" fill="{}" font-size="{}">{}</text>)"
                   "\n",
                   x, y, colour, pixels, text::xml_text(text));
}

class GraphDrawing {
 public:
  GraphDrawing(const Graph& graph, const ExplainedGraph& explained) : graph_(graph), explained_(explained) {
    for (std::size_t row = 0; row < explained.nodes.size(); ++row) {
      const ExplainedNode& node = explained.nodes[row];
      rows_[node.id] = row;
      const int longest = std::max(advance(title_of(node), name_pixels), advance(text_of(node), text_pixels));
      box_width_ = std::max(box_width_, longest + 24);
    }
  }

  std::string document(const std::string& expression) {
    const int width = std::max(box_width_ + farthest_arc + 20, advance(expression, name_pixels));
    const auto columns = static_cast<std::size_t>(width / advance("m", name_pixels));
    int y = margin + 10;
    for (const std::string& line : text::filled("", 0, expression, columns)) {
      body_ += text_at(margin, y, line, grey, name_pixels);
      y += line_height;
    }
    top_ = y;
    for (const ExplainedNode& node : explained_.nodes) arcs_to(node);
    for (const ExplainedNode& node : explained_.nodes) box_of(node);
    y = top_ + static_cast<int>(explained_.nodes.size()) * step_height + text_pixels;
    for (const std::string& line : cost_lines(explained_)) {
      body_ += text_at(margin, y, line, grey, text_pixels);
      y += line_height;
    }
    return formatted(
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" role="img" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace">)"
        "\n<title>{}</title>\n{}</svg>\n",
        width + 2 * margin, y + margin, width + 2 * margin, y + margin, text::xml_text(expression), body_);
  }

 private:
  static std::string title_of(const ExplainedNode& node) { return formatted("%{}  {}", node.id, node.work); }

  std::string text_of(const ExplainedNode& node) const {
    const Node& own = graph_[node.id];
    std::string text = own.shape.text();
    if (own.dtype) text += " " + std::string(name_of(*own.dtype));
    if (node.pass) text += formatted("  pass {}", *node.pass);
    return node.way.empty() ? text : text + "  " + node.way;
  }

  static std::string_view colour(const ExplainedNode& node) {
    return node.pass ? colour_of(*node.pass - 1).hex : no_pass;
  }

  int middle_of(std::size_t row) const { return top_ + static_cast<int>(row) * step_height + box_height / 2; }

  void arcs_to(const ExplainedNode& node) {
    std::vector<NodeId> inputs = graph_[node.id].inputs;
    std::ranges::sort(inputs);
    inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
    const std::size_t row = rows_.at(node.id);
    for (const NodeId input : inputs) {
      const std::size_t from = rows_.at(input);
      const int right = margin + box_width_, distance = static_cast<int>(row - from);
      const int bulge = right + std::min(farthest_arc, nearest_arc + arc_step * distance);
      const int arrives = middle_of(row) - 8;
      body_ +=
          formatted(R"(<path d="M {} {} C {} {}, {} {}, {} {}" fill="none" stroke="{}" stroke-width="2"/>)"
                    R"(<circle cx="{}" cy="{}" r="4" fill="{}"/>)"
                    "\n",
                    right, middle_of(from) + 8, bulge, middle_of(from) + 8, bulge, arrives, right, arrives,
                    colour(node), right, arrives, colour(node));
    }
  }

  void box_of(const ExplainedNode& node) {
    const int y = middle_of(rows_.at(node.id)) - box_height / 2;
    body_ += formatted(R"(<rect x="{}" y="{}" width="{}" height="{}" rx="7" fill="{}"/>)"
                       "\n",
                       margin, y, box_width_, box_height, colour(node));
    body_ += text_at(margin + 12, y + 19, title_of(node), white, name_pixels);
    body_ += text_at(margin + 12, y + 36, text_of(node), white, text_pixels);
  }

  const Graph& graph_;
  const ExplainedGraph& explained_;
  std::map<NodeId, std::size_t> rows_;
  std::string body_;
  int box_width_ = 0, top_ = 0;
};

}  // namespace

std::string graph_svg(const Graph& graph, const ExplainedGraph& explained, std::string_view expression) {
  return GraphDrawing(graph, explained).document(std::string(expression));
}

}  // namespace tcalc
