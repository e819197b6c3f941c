namespace Ccsp.Gateway.Processes;

/// <summary>One line of a spool.</summary>
/// <param name="Bytes">Without its line end; valid until the next line is asked for.</param>
/// <param name="Offset">Where the line begins in the spool.</param>
/// <param name="Next">Where the next one begins; a follower that starts there misses nothing and repeats nothing.</param>
/// <param name="Cut">Whether the line was longer than the cap; the rest is in the spool only.</param>
internal readonly record struct SpoolLine(ReadOnlyMemory<byte> Bytes, long Offset, long Next, bool Cut);
