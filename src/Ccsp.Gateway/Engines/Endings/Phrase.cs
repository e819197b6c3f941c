using System.Text.RegularExpressions;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <param name="Class">The ending class of a failed run with this phrase.</param>
/// <param name="BlamesHistory">The class applies only to a run with earlier history; a fresh conversation is classified as invalid.</param>
/// <param name="Source">The program or API that produces it.</param>
/// <param name="Versions">The versions in which it was seen.</param>
/// <param name="Pattern">The phrase.</param>
internal sealed record Phrase(EndingClass Class, bool BlamesHistory, string Source, string Versions, Regex Pattern)
{
    /// <summary>
    /// A match that exceeds its time limit, for example because the machine was suspended, counts as no match: the ending must still be
    /// classified.
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
