namespace Ccsp.Gateway.Queue;

/// <summary>Which process an instance id belongs to, beyond host name and process id, and which data folder it holds.</summary>
/// <param name="Nonce">New with every process.</param>
/// <param name="BootId">Of its machine, new with every boot.</param>
/// <param name="PidSpace">In which its process id means something: containers of one machine have their own.</param>
/// <param name="StartTime">Clock ticks after boot.</param>
/// <param name="Folder">Its data folder, as it is called there.</param>
/// <param name="Device">Of the file whose lock it holds.</param>
/// <param name="Inode">Of that file; a copy of the folder has another one.</param>
internal sealed record InstanceHolder(
    string Nonce, string BootId, string PidSpace, long StartTime, string Folder, ulong Device, ulong Inode)
{
    /// <summary>The kernel gives the lock to one process at a time: its holder shows that the other is gone, and has its
    /// runs.</summary>
    public bool IsSucceededBy(InstanceHolder later) =>
        BootId == later.BootId && Device == later.Device && Inode == later.Inode;

    /// <summary>The same folder on another machine, such as a volume that was moved; only of one who said that it leaves.</summary>
    public bool MayHaveMovedTo(InstanceHolder later) => BootId != later.BootId && Inode == later.Inode;
}
