"""Charts as inline SVG: text as text, colours by the page's CSS classes, a title and description each."""
