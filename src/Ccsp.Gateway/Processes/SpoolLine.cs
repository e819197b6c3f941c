namespace Ccsp.Gateway.Processes;

/// <summary>One line of a spool.</summary>
/// <param name="Bytes">Without its line ending; valid until the next line is requested.</param>
/// <param name="Offset">Start of the line in the spool.</param>
/// <param name="Next">Start of the next line; a follower that resumes there misses and repeats nothing.</param>
/// <param name="Cut">Whether the line exceeded the cap; the rest is only in the spool.</param>
internal readonly record struct SpoolLine(ReadOnlyMemory<byte> Bytes, long Offset, long Next, bool Cut);
