/** README.txt of an archive of lessons: how to begin. */
export const archiveReadme = `What is here
============

questions.csv        a row a question, with its lesson
lessons.csv          a row a lesson, with its figures, and why a lesson has no questions here
codebook.csv         what the codes mean
data-dictionary.csv  what every column of these tables means
citation.txt         one line to cite
provenance.json      version, models, settings and thresholds, in full
lessons/             every lesson in every format (CSV, JSON, WebVTT, SubRip, ELAN, RTTM, a report)

Tables are UTF-8 with a byte order mark, with commas. A cell that a spreadsheet would run as a formula has an apostrophe
before it. Questions with counts = no are in no figure: rejected, in doubt, or not asked by an educator.

R
-
questions <- read.csv("questions.csv", fileEncoding = "UTF-8-BOM", na.strings = "")
counted <- subset(questions, counts == "yes")
aggregate(I(label == "OEQ") ~ lesson, data = counted, FUN = mean)

Python
------
import pandas as pd
questions = pd.read_csv("questions.csv", encoding="utf-8-sig", parse_dates=["date"])
counted = questions[questions.counts == "yes"]
counted.assign(open=counted.label.eq("OEQ")).groupby("lesson").open.mean()
`;
