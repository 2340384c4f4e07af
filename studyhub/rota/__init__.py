"""Everyone on call: one rota of nights, days off and special days over all teams."""
