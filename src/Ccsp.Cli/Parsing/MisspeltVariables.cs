using Ccsp.Cli.Terminal;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Parsing;

/// <summary>
/// Warns about environment variables that look like ours but are not: with <c>CCSP_URLL</c> a caller would silently reach another gateway.
/// <c>serve</c> and <c>config</c> refuse them together with all other errors.
/// </summary>
internal static class MisspeltVariables
{
    /// <param name="shell">Has the environment.</param>
    /// <param name="onlyNearOnes">Only near misses of our names; others may belong to another program.</param>
    public static void Warn(Shell shell, bool onlyNearOnes = false)
    {
        var unknown = shell.Environment.Where(variable => IsMeantForUs(variable.Key, variable.Value)).Select(variable => variable.Key)
            .Select(name => (Name: name, Reason: VariableNames.Unknown(name)))
            .Where(found => !onlyNearOnes || VariableNames.NearestOf(found.Name) is not null)
            .OrderBy(found => found.Name, StringComparer.Ordinal)
            .Select(found => $"{PlainText.OneLine(found.Name, 60)}: {found.Reason}").ToList();
        if (unknown.Count > 0)
            shell.Error.WriteLine($"ccsp: {string.Join("; ", unknown)}");
    }

    private static bool IsMeantForUs(string name, string value) =>
        value.Length > 0 && VariableNames.IsMisspelt(name) && !ServiceLinks.IsOne(name, value);
}
