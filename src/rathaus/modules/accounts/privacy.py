"""What the accounts hand out, erase and let end."""

from rathaus.foundation.privacy.public import PersonalData, register
from rathaus.modules.accounts.domain.erase_account import erase_account, export_account, retention

register(
    PersonalData(
        module="accounts", label="Servicekonto", export=export_account, erase=erase_account, retention=retention, order=0
    )
)
