namespace Ccsp.Gateway.Storage;

/// <summary>
/// SQLite refused one statement for a reason that is neither the disk's nor the file's: a bug, a constraint, a foreign lock.
/// </summary>
/// <param name="message">With the file and SQLite's message.</param>
/// <param name="code">SQLite's extended result code.</param>
internal sealed class StatementFailed(string message, int code) : Exception($"{message} ({code})")
{
    public int Code => code;
}
