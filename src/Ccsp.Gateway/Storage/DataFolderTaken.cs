namespace Ccsp.Gateway.Storage;

/// <summary>Another gateway holds the data folder.</summary>
internal sealed class DataFolderTaken(string folder, FolderHolder? holder)
    : IOException(holder is null
        ? $"The data folder {folder} is held by another gateway."
        : $"The data folder {folder} is held by the gateway with process id {holder.Pid} on "
        + $"{holder.Host}{(holder.Url is null ? "" : $" at {holder.Url}")} since {holder.Since.UtcDateTime:u}.")
{
    public FolderHolder? Holder { get; } = holder;
}
