//! Model services: which there are and how each is reached. Must not know secretaries, prompts
//! or the database.
