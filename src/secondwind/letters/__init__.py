"""What goes out in the person's name: facts to a draft, and the lint that looks before it leaves. Pure."""
