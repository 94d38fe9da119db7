+ TABLE bookings COLUMN staff_partnership_id uuid
