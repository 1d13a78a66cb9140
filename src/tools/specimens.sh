#!/bin/sh
# specimens.sh -- keep a few outputs of the demo where a visitor finds them.
#
# Run after `make demo`. Pictures need pdftoppm (poppler-utils).
set -eu
out=reports/out
to=reports/specimens

mkdir -p "$to"
rm -f "$to"/*
for file in \
    tiny/reports/R2_quill_2024-04_en.pdf \
    tiny/reports/R2_quill_2024-04_en.txt \
    tiny/reports/R1_INC-0402_v1_customer_en.pdf \
    tiny/reports/R2_2024-04_ledger.xlsx \
    flicker/reports/R2_c001_2013-04_it.pdf \
    flicker/reports/R1_INC-2013-04_v1_customer_it.pdf \
    flicker/reports/R4_INC-2013-04_v1_customer_it.pdf \
    easter/reports/R1_INC-2023-03_v1_customer_de.pdf \
    seeds/reports/R3_orto-D-0411_it.pdf \
    seeds/reports/R3_orto-D-0411_annex.xlsx \
    quarter/reports/R5_2024-Q1_en.pdf; do
	cp "$out/$file" "$to"
done
picture() {
	pdftoppm -png -r 72 -f "$2" -l "$2" -singlefile "$to/$1" "$to/$3"
}
picture R2_quill_2024-04_en.pdf 1 statement-page-1
picture R1_INC-2013-04_v1_customer_it.pdf 1 incident-page-1
picture R1_INC-2013-04_v1_customer_it.pdf 4 incident-page-4
picture R3_orto-D-0411_it.pdf 1 claim-page-1
picture R4_INC-2013-04_v1_customer_it.pdf 1 communication-page-1
picture R5_2024-Q1_en.pdf 1 review-page-1
du -sh "$to"
