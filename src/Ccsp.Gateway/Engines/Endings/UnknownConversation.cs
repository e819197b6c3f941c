using System.Text.RegularExpressions;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>A run that should resume a conversation its CLI does not know.</summary>
internal static partial class UnknownConversation
{
    public static bool IsReportedBy(string text) => Phrases().IsMatch(text);

    /// <summary>The caller named a conversation that does not exist, so a retry would not find it either.</summary>
    /// <param name="named">The conversation.</param>
    /// <param name="ending">The run's ending.</param>
    public static Ending Of(string named, Ending ending) => ending with
    {
        Class = EndingClass.Invalid,
        Category = EndingTable.Of(EndingClass.Invalid).Category,
        Recoverable = EndingTable.Of(EndingClass.Invalid).Recoverable,
        Severity = EndingTable.Of(EndingClass.Invalid).Severity,
        Message = $"There is no conversation {named} to go on with in this directory and under this login: {ending.Message}",
    };

    [GeneratedRegex("no conversation found|requires a valid session ID", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Phrases();
}
