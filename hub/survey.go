package hub

import (
	"context"
	"database/sql"
	"encoding/json"

	"smartkampung/kampung"
)

// survey takes what a PC said that its answers of a month add up to. Only its own
// word counts, whoever brings it, and the newest one.
func (e *effect) survey(ctx context.Context, tx *sql.Tx, r reading) error {
	b, device := r.survey, bare(r.Head.Subject)
	if b == nil || device == "" || device != writerOf(r.Head, e.log) {
		return nil
	}
	sum, err := json.Marshal(b.SurveySum)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO survey (kab, village, device, year, month, tick, sum) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (kab, village, device, year, month) DO UPDATE SET tick = excluded.tick, sum = excluded.sum WHERE excluded.tick > survey.tick`,
		e.h.regency, e.log.Village, device, b.Year, b.Month, r.Head.Tick, string(sum))
	return err
}

// SurveyMonth is what a village's answers to the satisfaction survey add up to.
type SurveyMonth struct {
	Period kampung.Period
	Sum    kampung.SurveySum
}

// SurveysOf adds up a village's answers of a year: the whole year first, then its
// months that have some, the last first. A year without answers gives none.
func (h *Hub) SurveysOf(ctx context.Context, village string, year int) ([]SurveyMonth, error) {
	var months [13]kampung.SurveySum // 0 is the year
	err := h.each(ctx, `SELECT month, sum FROM survey WHERE kab = $1 AND village = $2 AND year = $3`, []any{h.regency, village, year}, func(rows *sql.Rows) error {
		var month int
		var text string
		if err := rows.Scan(&month, &text); err != nil {
			return err
		}
		var sum kampung.SurveySum
		if err := json.Unmarshal([]byte(text), &sum); err != nil {
			return err
		}
		months[0].Join(sum)
		if month > 0 && month < len(months) {
			months[month].Join(sum)
		}
		return nil
	})
	if err != nil || months[0].N == 0 {
		return nil, err
	}
	all := []SurveyMonth{{kampung.Period{Year: year}, months[0]}}
	for m := len(months) - 1; m > 0; m-- {
		if months[m].N > 0 {
			all = append(all, SurveyMonth{kampung.Period{Year: year, Month: m}, months[m]})
		}
	}
	return all, nil
}
