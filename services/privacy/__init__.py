"""Habeas data (Ley 1581 de 2012): what is held about a person, correcting it, and consent."""
