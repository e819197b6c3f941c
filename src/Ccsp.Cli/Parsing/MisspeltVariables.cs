using Ccsp.Cli.Terminal;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Parsing;

/// <summary>
/// Names what stands in the environment as if it were meant for us and is nothing: whoever sets <c>CCSP_URLL</c> would be sent to another
/// gateway without a word. <c>serve</c> and <c>config</c> refuse it with everything else that is wrong.
/// </summary>
internal static class MisspeltVariables
{
    /// <param name="shell">Whose environment it is.</param>
    /// <param name="onlyNearOnes">Only those that are nearly the name of one; others may belong to a program beside us.</param>
    public static void Tell(Shell shell, bool onlyNearOnes = false)
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
