package kampung

// Role is what an account may do at the desk.
type Role string

const (
	RoleOperator Role = "operator" // records and prints
	RoleSekdes   Role = "sekdes"   // checks, and may sign a.n. the head
	RoleKades    Role = "kades"    // approves and signs
	RoleAdmin    Role = "admin"    // all of it, and accounts and settings
)

// Roles lists the roles in rising order of rights.
var Roles = []Role{RoleOperator, RoleSekdes, RoleKades, RoleAdmin}

// Account is a person who may open the desk.
type Account struct {
	Login string `json:"login"` // lower case, 2–32 letters, digits, '.', '-'; never reused
	Name  string `json:"name"`
	Role  Role   `json:"role"`
	Off   bool   `json:"off,omitempty"` // may no longer open the desk
}
