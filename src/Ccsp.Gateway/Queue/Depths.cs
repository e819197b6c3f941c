namespace Ccsp.Gateway.Queue;

/// <summary>Tasks that are not ended, each time including the items accepted earlier in the same batch.</summary>
/// <param name="Store">In the store.</param>
/// <param name="Class">Served in the class of the new task.</param>
/// <param name="Agent">Of its agent.</param>
/// <param name="Group">Of its group.</param>
internal readonly record struct Depths(int Store, int Class, int Agent, int Group);
