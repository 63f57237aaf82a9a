"""What conditions depend on, with as few values as tell them apart."""
