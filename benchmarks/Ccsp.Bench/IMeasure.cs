namespace Ccsp.Bench;

/// <summary>One thing that is measured. What it starts it also ends.</summary>
internal interface IMeasure
{
    /// <summary>The word for the command line.</summary>
    string Name { get; }

    /// <summary>What happens, for the one who waits.</summary>
    string About { get; }

    Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken);
}
