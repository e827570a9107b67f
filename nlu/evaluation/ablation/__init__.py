"""What each part of the pipeline is worth: trainings without it, over several seeds, on the fixed exam."""
