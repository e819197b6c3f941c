using System.Text.RegularExpressions;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>A run that was to go on with a conversation its CLI does not know.</summary>
internal static partial class UnknownConversation
{
    public static bool IsToldBy(string text) => Words().IsMatch(text);

    /// <summary>Whoever named it named one that is not there: another run would find it no more than this one.</summary>
    /// <param name="named">The conversation.</param>
    /// <param name="ending">As the run ended.</param>
    public static Ending Of(string named, Ending ending) => ending with
    {
        Class = EndingClass.Invalid,
        Category = EndingTable.Of(EndingClass.Invalid).Category,
        Recoverable = EndingTable.Of(EndingClass.Invalid).Recoverable,
        Severity = EndingTable.Of(EndingClass.Invalid).Severity,
        Message = $"There is no conversation {named} to go on with in this directory and under this login: {ending.Message}",
    };

    [GeneratedRegex("no conversation found|requires a valid session ID", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
