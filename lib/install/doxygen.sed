# Comments as Doxygen reads them: those above a declaration, those behind one, and the one that a header begins with.
s,^( *)//($| ),\1///\2,
s,^( *)///   +,&  ,
/^ *\/\/\//s,[\\@],\\&,g
s,([;{}\,)]) +// ,\1 ///< ,
1s,^///,/// \\file\n///,
