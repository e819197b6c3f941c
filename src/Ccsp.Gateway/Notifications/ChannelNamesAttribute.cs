using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications;

internal sealed class ChannelNamesAttribute() : TextAttribute("a list of channels: " + string.Join(", ", ChannelNames.All))
{
    public override bool IsValid(string text) => ChannelNames.All.Contains(text, StringComparer.Ordinal);
}
