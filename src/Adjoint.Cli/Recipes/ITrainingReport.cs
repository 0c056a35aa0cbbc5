using System.Text.Json;
using Adjoint.Data;
using Adjoint.Layers;

namespace Adjoint.Cli.Recipes;

/// <summary>What came of training.</summary>
internal interface ITrainingReport
{
    /// <summary>Pictures that show it, by file name.</summary>
    IReadOnlyList<(string Name, Picture Picture)> Pictures { get; }

    /// <summary>Models that the trained one is compared with, by file name.</summary>
    IReadOnlyList<(string Name, Model Model)> Rivals { get; }

    /// <summary>Prints the results.</summary>
    void Print();

    /// <summary>Writes <c>train</c>, <c>validation</c> and <c>test</c>, as far as there are such data.</summary>
    void Write(Utf8JsonWriter writer);

    /// <summary>The results as one page of HTML that needs no other file; nothing where there is no such page.</summary>
    /// <param name="name">The name of the run.</param>
    /// <param name="description">A line on what it is.</param>
    /// <param name="remarks">What else is to be said, a paragraph each.</param>
    string? Page(string name, string description, IReadOnlyList<string> remarks) => null;
}
