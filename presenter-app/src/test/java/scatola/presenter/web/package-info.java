@NullMarked
package scatola.presenter.web;

import org.jspecify.annotations.NullMarked;
