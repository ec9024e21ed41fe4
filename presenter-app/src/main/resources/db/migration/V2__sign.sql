-- What a note means for whoever draws it: up, down, lost, back, over, pulled, plugged, moved; null for none, and for notes that
-- were taken before this.
ALTER TABLE note ADD COLUMN sign TEXT;
