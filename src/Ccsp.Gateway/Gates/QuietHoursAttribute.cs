using Ccsp.Gateway.Settings;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

internal sealed class QuietHoursAttribute() : TextAttribute("hours such as 22:00-07:00")
{
    public override bool IsValid(string text) => QuietHours.Parse(text, TimeZoneInfo.Utc) is not null;
}
