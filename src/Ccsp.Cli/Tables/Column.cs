using Spectre.Console;

namespace Ccsp.Cli.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Whole">Never shortened: what people copy, such as ids.</param>
/// <param name="MayGo">Left out of a terminal that is too narrow; the last of these goes first.</param>
/// <param name="Colour">Of a cell, by its text.</param>
internal sealed record Column(string Head, bool Whole = false, bool MayGo = false, Func<string, Color?>? Colour = null);
