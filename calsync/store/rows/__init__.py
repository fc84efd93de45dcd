"""Domain values to rows and back. A row that can't be understood raises ValueError, and only its reader suffers."""
