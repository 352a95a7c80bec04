"""The facts, each owned by a person. Events are the truth; everything else on an application follows."""
