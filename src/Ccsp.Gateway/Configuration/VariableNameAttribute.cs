using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>A variable of the gateway's own environment that may be inherited by runs: not one of ours.</summary>
internal sealed class VariableNameAttribute(string expected) : TextAttribute(expected)
{
    public override bool IsValid(string text) =>
        RunEnvironment.IsVariableName(text) && !text.StartsWith(VariableNames.Prefix, StringComparison.Ordinal);
}
