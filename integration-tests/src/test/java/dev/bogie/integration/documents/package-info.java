/**
 * What the documents say, held against what is there: files, modules, defaults. Start with {@link
 * dev.bogie.integration.documents.DocumentsIT}.
 */
package dev.bogie.integration.documents;
