using Adjoint.Graph;

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
    }
}
