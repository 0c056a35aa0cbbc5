using Adjoint.Graph;

namespace Adjoint.Operators.InWords;

/// <summary>What a linear map is, said as convolutions. Text and expression are made of one record, so they cannot disagree.</summary>
/// <param name="Text">In words, such as <c>full convolution of ε with flip(w)</c>.</param>
/// <param name="Expression">
/// The same as an expression of the argument and the other variables, with functions of the library; where a function of the expression language is the map, with that function.
/// </param>
public sealed record ConvolutionDescription(string Text, Expr Expression);
