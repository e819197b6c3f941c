namespace Ccsp.Gateway.Execution;

/// <summary>A named step was reached; a fault may happen here in tests.</summary>
internal delegate void Reached(string step);
