using Adjoint.Graph;

namespace Adjoint.Language.Binding;

/// <summary>A function of the language.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The names of its arguments.</param>
/// <param name="Least">The least number of arguments.</param>
/// <param name="Build">Makes the expression from the arguments in a text.</param>
/// <param name="Propose">Guesses what the arguments of an expression are, if it is this function.</param>
internal sealed record LanguageFunction(
    string Name, IReadOnlyList<string> Parameters, int Least, Func<Call, Expr> Build, Func<Application, IEnumerable<Proposal>> Propose)
{
    /// <summary>The largest number of arguments.</summary>
    public int Most => Parameters.Count;

    /// <summary>The function with its arguments, as in <c>conv(w, y[, boundary])</c>; those that may be left out are in brackets.</summary>
    public string Signature => $"{Name}({string.Join(", ", Parameters.Take(Least))}{string.Concat(Parameters.Skip(Least).Select(name => $"[, {name}]"))})";
}
