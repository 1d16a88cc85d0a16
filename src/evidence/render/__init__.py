"""Records and rows to text: one file a format. Data only; where it goes is the caller's business."""
