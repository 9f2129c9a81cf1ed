"""Command-line clients of SoulsGen: what people and CronJobs run."""
