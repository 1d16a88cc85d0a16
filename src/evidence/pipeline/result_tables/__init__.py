"""Result tables as findings: arms from headers or stubs, outcomes from the labels, figures from the cells."""
