"""What answers are made of: headers, files, pieces that scripts ask for, errors."""
