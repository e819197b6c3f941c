namespace Ccsp.Gateway.Storage;

/// <summary>SQLite refused one statement for a reason that is neither the disk's nor the file's: a defect, a constraint, a lock held
/// elsewhere.</summary>
/// <param name="message">With the file and SQLite's own words.</param>
/// <param name="code">Its extended result code.</param>
internal sealed class StatementFailed(string message, int code) : Exception($"{message} ({code})")
{
    public int Code => code;
}
