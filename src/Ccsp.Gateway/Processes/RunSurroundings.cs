namespace Ccsp.Gateway.Processes;

/// <summary>What all runs of a gateway share.</summary>
internal sealed record RunSurroundings(FolderWatch Watch, TreeKill Kill, TimeProvider Time);
