"""What holds of the code as text: who imports whom, what the core may not call, sizes, what no file may name."""
