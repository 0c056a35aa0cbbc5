using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>
/// Two points on whose line the expression is not affine: left = f(αu + (1 − α)v), right = αf(u) + (1 − α)f(v). Of an affine expression both points are 0, and both sides f(0),
/// which is not 0 as it would be if it were linear.
/// </summary>
/// <param name="U">The values of the moving variables at one point.</param>
/// <param name="V">Their values at the other.</param>
/// <param name="Alpha">α.</param>
/// <param name="Fixed">The values of all other variables.</param>
/// <param name="Left">f(αu + (1 − α)v).</param>
/// <param name="Right">αf(u) + (1 − α)f(v).</param>
public sealed record LinearityCounterexample(
    IReadOnlyDictionary<Variable, Tensor<double>> U,
    IReadOnlyDictionary<Variable, Tensor<double>> V,
    double Alpha,
    IReadOnlyDictionary<Variable, Tensor<double>> Fixed,
    Tensor<double> Left,
    Tensor<double> Right);
