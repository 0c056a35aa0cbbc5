using Adjoint.Analysis.Convergence;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis;

/// <summary>Verdicts about expressions: proven for every value of the other variables, or refuted by numbers, or unknown.</summary>
public static class Analyses
{
    extension(Expr expression)
    {
        /// <summary>Whether the expression is linear in a variable for every value of the others.</summary>
        /// <param name="variable">What moves.</param>
        public LinearityVerdict Linearity(Variable variable) => Analyzer.Linearity(new Question(expression, variable));

        /// <summary>Whether every entry of the expression is convex in a variable for every value of the others.</summary>
        /// <param name="variable">What moves.</param>
        public ConvexityVerdict Convexity(Variable variable) => Analyzer.Convexity(new Question(expression, variable));

        /// <summary>
        /// Whether gradient descent in a variable brings a scalar to its infimum, from every start and for every value of the variables without one. Where all others have
        /// values, with the step bound, the recommended step and the rate.
        /// </summary>
        /// <param name="variable">What moves.</param>
        /// <param name="at">Values of other variables.</param>
        public ConvergenceVerdict Convergence(Variable variable, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at)
        {
            ArgumentNullException.ThrowIfNull(at);
            return Converge.Of(new Question(expression, variable)
            {
                Values = at.Where(pair => pair.Variable != variable).ToDictionary(pair => pair.Variable, pair => pair.Value),
            });
        }
    }
}
