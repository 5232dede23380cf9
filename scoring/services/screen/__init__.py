"""What optional models read off pictures: text for everybody, labels for the staff alone."""
