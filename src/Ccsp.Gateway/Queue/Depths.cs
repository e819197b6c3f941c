namespace Ccsp.Gateway.Queue;

/// <summary>Unended tasks, including items accepted earlier in the same batch.</summary>
/// <param name="Class">In the class of the new task.</param>
internal readonly record struct Depths(int Store, int Class, int Agent, int Group);
