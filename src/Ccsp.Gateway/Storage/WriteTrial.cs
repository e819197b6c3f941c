namespace Ccsp.Gateway.Storage;

/// <summary>
/// Whether a folder takes what a run and its record need, tried out: a quota, a device that turned read-only or one without inodes are told
/// by no figure. The room is reserved, not written, and given back at once.
/// </summary>
internal sealed class WriteTrial(string folder, long bytes = WriteTrial.DefaultBytes)
{
    private const long DefaultBytes = 1 << 20;

    /// <summary>Two errnos, and what the class library throws without one when room cannot be reserved.</summary>
    private const int NoSpace = 28, OverQuota = 122, NotReserved = unchecked((int)0x80131620);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string _path = Path.Combine(folder, ".room");
    private Task<string?>? _trying;

    /// <returns>What is wrong, for people; null: nothing.</returns>
    public async Task<string?> WhyNotAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        // One that does not come back is waited for by all that follow; a second would hang beside it.
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
                : $"has no room left: less than {bytes >> 20} MiB";
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return $"takes no writes: {ex.Message}";
        }
    }
}
