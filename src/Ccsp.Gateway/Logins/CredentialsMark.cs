namespace Ccsp.Gateway.Logins;

/// <summary>
/// Modification time and length of a credentials file; its content is never read. Polled, because its folder may be missing, on a network,
/// or replaced as a whole.
/// </summary>
/// <param name="WrittenAt">In ticks of the file system's clock.</param>
internal sealed record CredentialsMark(long WrittenAt, long Length)
{
    /// <returns>Null when there is none.</returns>
    public static CredentialsMark? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new CredentialsMark(file.LastWriteTimeUtc.Ticks, file.Length) : null;
    }
}
