"""An anime character that is posed by 45 numbers: THA4 students, THA3 and the THA4 teacher."""
