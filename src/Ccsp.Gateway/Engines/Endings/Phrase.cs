using System.Text.RegularExpressions;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <param name="Class">What a failed run that says it ended as.</param>
/// <param name="BlamesHistory">The class holds only where there was a history to blame; a fresh conversation is invalid by itself.</param>
/// <param name="Source">The program or interface that says it.</param>
/// <param name="Versions">The versions in which it was seen.</param>
/// <param name="Pattern">The phrase.</param>
internal sealed record Phrase(EndingClass Class, bool BlamesHistory, string Source, string Versions, Regex Pattern)
{
    /// <summary>
    /// A machine that sleeps in the middle looks like a pattern that takes long; the run has ended all the same and must be judged.
    /// </summary>
    public bool IsIn(string text)
    {
        try
        {
            return Pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
