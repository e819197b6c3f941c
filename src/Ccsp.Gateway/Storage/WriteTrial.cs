namespace Ccsp.Gateway.Storage;

/// <summary>
/// Tests whether a folder accepts what a run and its record need, by trying: no figure shows a quota, a device that turned read-only, or
/// missing inodes. The space is reserved, not written, and released at once.
/// </summary>
internal sealed class WriteTrial(string folder, long bytes = WriteTrial.DefaultBytes)
{
    private const long DefaultBytes = 1 << 20;

    /// <summary>Two errnos, and the class library's code when space cannot be reserved.</summary>
    private const int NoSpace = 28, OverQuota = 122, NotReserved = unchecked((int)0x80131620);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string _path = Path.Combine(folder, ".room");
    private Task<string?>? _trying;

    /// <returns>The problem, for people; null: none.</returns>
    public async Task<string?> WhyNotAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        // All later callers wait for a hanging test; a second one would hang too.
        _trying ??= Task.Run(WhyNot, CancellationToken.None);
        try
        {
            var reason = await _trying.WaitAsync(Patience, time, cancellationToken);
            _trying = null;
            return reason;
        }
        catch (TimeoutException)
        {
            return $"does not answer within {Patience.TotalSeconds:0} s";
        }
    }

    private string? WhyNot()
    {
        try
        {
            using var file = new FileStream(_path, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
                BufferSize = 0,
                PreallocationSize = bytes,
                UnixCreateMode = PrivateFile.FileMode,
            });
            file.WriteByte(0);
            return null;
        }
        catch (IOException ex) when (ex.HResult is NoSpace or OverQuota or NotReserved)
        {
            return Inodes.AreUsedUp(folder)
                ? "has no inodes left: no file can be created, however many bytes are free; remove files that are not needed"
                : $"has no space left: less than {bytes >> 20} MiB";
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return $"takes no writes: {ex.Message}";
        }
    }
}
